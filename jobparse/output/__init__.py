"""Posting → what a person or a program reads: JSON is the model's own; here are the card, the text forms and the schema."""
