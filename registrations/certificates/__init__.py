"""Certificates of attendance: what they say, the code that proves it, the paper."""
