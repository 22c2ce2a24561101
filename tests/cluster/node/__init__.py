"""Tests of containers on a real node."""
