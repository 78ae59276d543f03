"""Conversations on which it is developed: how a turn is searched in its conversation was fitted to them."""
