"""Conversations that are kept for release, by other writers than those on which it is developed."""
