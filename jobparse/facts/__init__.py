"""sections → facts: one module a kind of fact, each a function from a `Document` to a reading."""
