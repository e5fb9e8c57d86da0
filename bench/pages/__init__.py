"""How many pages and posts a second, against a bare view: ``.venv/bin/python -m bench.pages`` (bench/README.md)."""
