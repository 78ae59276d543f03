"""The web page: serve.py listens, page.py lays out, render.py and panel.py write the HTML. Only here is Gradio imported."""
