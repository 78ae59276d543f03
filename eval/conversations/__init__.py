"""Conversations with the paragraphs that answer each turn (`hld.eval.conversation`)."""
