"""The page at `/evaluation`: the report that `hld eval report` wrote, or how to make one."""

from __future__ import annotations

from pathlib import Path

PATH = "/evaluation"

# The report brings a policy of its own, by which only its own style and script may act; both hold. The sandbox gives it an origin
# of its own: whatever a run may hold, it reaches neither the conversation nor the server.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
    )
)

_NONE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>How well does it work? · hld</title>
<style>
:root { color-scheme: light dark; --ink: #1b2733; --paper: #fff; --wash: #f5f7fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --paper: #131a22; --wash: #1b242e; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 68ch; margin: 0 auto; padding: 32px 20px; }
h1 { font-size: 24px; font-weight: 600; line-height: 1.25; }
h2 { font-size: 16px; font-weight: 600; margin-top: 32px; }
pre { background: var(--wash); border-radius: 8px; padding: 14px 18px; overflow-x: auto; }
</style></head><body><main><h1>How well does it work?</h1>
<p>Nobody has measured it on this server yet. Once somebody has, this page shows how many of the questions, whose answers people
have checked, it answers rightly.</p>
<h2>For those who run it</h2>
<p>Two commands, which work offline, measure it and write the result here; then load this page again.</p>
<pre>hld eval
hld eval report</pre></main></body></html>
"""


def page(report: Path | None) -> str:
    """The report as it stands now, so that a new one is seen without a restart; where there is none, a page that says so."""
    if report is None:
        return _NONE
    try:
        return report.read_text("utf-8")
    except FileNotFoundError:
        return _NONE
