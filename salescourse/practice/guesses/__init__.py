"""A guess that a scene asks for: kept, quoted back, and answered only then."""
