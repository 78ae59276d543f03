"""The report of runs, one self-contained page: `page.render` writes it, `command.report` is `hld eval report`."""
