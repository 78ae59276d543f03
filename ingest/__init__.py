"""Documents of the United Nations, from bytes to numbered paragraphs with stable ids. Knows nothing of search."""
