"""For pipelines of llama-index: our files as documents, our paragraphs as nodes, our model as an embedding, our search.

llama-index is imported when this package is, and this package only by those who use it. Ids of nodes are our paragraph ids.
`examples/llama_index_search.py` puts the parts together.

    from hld.index.llama import HldEmbedding, HldNodeParser, HldReader, HldRetriever
"""

from hld.index.llama.embedding import HldEmbedding
from hld.index.llama.nodes import node
from hld.index.llama.parser import HldNodeParser
from hld.index.llama.reader import HldReader
from hld.index.llama.retriever import HldRetriever

__all__ = ["HldEmbedding", "HldNodeParser", "HldReader", "HldRetriever", "node"]
