"""The static edition: every notebook as a page in each language, which needs no kernel and no network."""
