"""Answers written by a language model, and checked. Nothing here is imported unless a model is set.

endpoint.py says which model and where; wire.py bounds what comes over the network; model.py asks and streams; keys.py names
passages by keys that say nothing; request.py fills the prompts; draft.py takes apart what comes back; write.py tells the story.
"""
