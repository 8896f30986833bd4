"""Figures of the path: what a server and its workers do together."""
