"""Hypothesis without a deadline: a busy machine is no counter-example. The rest of the profile, CI's too, stays as it is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
