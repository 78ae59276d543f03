"""Paragraphs -> hits: vectors, terms and their fusion. Knows nothing of questions in conversation or of answers."""
