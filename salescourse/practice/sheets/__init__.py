"""Sheets: the reader's own numbers, put into a chapter's model.

What a sheet asks for and shows is a file in `data/sheets/`, its formula the `sheet.js`
beside the chapter's models.
"""
