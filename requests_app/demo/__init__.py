"""The demo district: an invented one, made through the services and the engine as people would make it."""
