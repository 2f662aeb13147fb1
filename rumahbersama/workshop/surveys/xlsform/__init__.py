"""Questionnaires as XLSForm workbooks: read with every problem named by its row, and written."""
