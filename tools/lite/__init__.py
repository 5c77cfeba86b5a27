"""The course as a static site with a Python kernel in the browser: python tools/lite"""
