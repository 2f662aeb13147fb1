"""Official papers: the road, the number, the signer as of that day, and one public page that checks them all."""
