"""Parts of pages that depend on who reads them."""
