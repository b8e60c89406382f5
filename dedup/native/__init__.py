"""Compiled code that several rooms share: bit tricks, hash tables, UTF-8, and the functions whose speed depends on
SIMD."""
