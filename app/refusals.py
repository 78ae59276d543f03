"""Why nothing is answered, in the language of the question: English, French or Spanish."""

from __future__ import annotations

from hld.app.absent import NO_CITY, NO_FIGURE, NO_PERSON, NO_STATE, NO_TEXT_OF_THEN, NOT_TOLD
from hld.app.schema import DOUBTFUL

NOTHING, UNSURE, NEAREST = "nothing", "unsure", "nearest"
_SAID = {
    "en": {
        NOTHING: "No answer to this was found in these documents. {nearest}",
        UNSURE: "It is not certain that these documents answer this: about {tenths} in 10 such questions are answered by what is "
        "nearest. The nearest paragraphs are listed; look whether one of them does.",
        NEAREST: "The nearest paragraphs are listed.",
    },
    "fr": {
        NOTHING: "Aucune réponse n’a été trouvée dans ces documents. {nearest}",
        UNSURE: "Il n’est pas certain que ces documents répondent : ce qu’ils ont de plus proche répond à environ {tenths} "
        "questions de ce genre sur 10. Les paragraphes les plus proches sont indiqués ; voyez si l’un d’eux répond.",
        NEAREST: "Les paragraphes les plus proches sont indiqués.",
        NO_FIGURE: "La question demande un chiffre, et aucun des paragraphes les plus proches n’en donne.",
        NO_PERSON: "La question demande qui exerce une fonction, et aucun des paragraphes les plus proches ne nomme quelqu’un.",
        NO_STATE: "La question demande quels États l’ont fait, et aucun des paragraphes les plus proches n’en nomme.",
        NO_TEXT_OF_THEN: "Aucun texte de l’année que la question nomme ne le dit ici.",
        NO_CITY: "La question demande une ville, et le paragraphe le plus proche n’en nomme aucune.",
        NOT_TOLD: "Ce qui est le plus proche demande ou décide quelque chose ; si cela a été fait, le texte ne le dit pas.",
    },
    "es": {
        NOTHING: "No se encontró ninguna respuesta en estos documentos. {nearest}",
        UNSURE: "No es seguro que estos documentos respondan: lo más cercano que tienen responde a unas {tenths} de cada 10 "
        "preguntas así. Se indican los párrafos más cercanos; vea si alguno responde.",
        NEAREST: "Se indican los párrafos más cercanos.",
        NO_FIGURE: "La pregunta pide una cifra, y ninguno de los párrafos más cercanos la da.",
        NO_PERSON: "La pregunta pide quién ocupa un cargo, y ninguno de los párrafos más cercanos nombra a nadie.",
        NO_STATE: "La pregunta pide qué Estados lo hicieron, y ninguno de los párrafos más cercanos nombra alguno.",
        NO_TEXT_OF_THEN: "Ningún texto de aquí del año que nombra la pregunta lo dice.",
        NO_CITY: "La pregunta pide una ciudad, y el párrafo más cercano no nombra ninguna.",
        NOT_TOLD: "Lo más cercano pide o decide algo; si se hizo, el texto no lo dice.",
    },
}


def refusal(why: str, confidence: float, language: str) -> str:
    """Why a question is not answered: for what is known to lack (`why`), or else for how little sure an answer is.

    >>> refusal("", 0.1, "es")
    'No se encontró ninguna respuesta en estos documentos. Se indican los párrafos más cercanos.'
    >>> refusal("No document here mentions “Ada”.", 0.1, "fr")
    'No document here mentions “Ada”. The nearest paragraphs are listed.'
    """
    if why and not speaks(why, language):
        language = "en"
    said = _SAID.get(language, _SAID["en"])
    if why:
        return f"{said.get(why, why)} {said[NEAREST]}"
    kind = UNSURE if confidence >= DOUBTFUL else NOTHING
    return said[kind].format(nearest=said[NEAREST], tenths=round(10 * confidence))


def speaks(why: str, language: str) -> bool:
    """Whether a refusal for this reason is said in a language."""
    return language == "en" or (language in _SAID and (not why or why in _SAID[language]))
