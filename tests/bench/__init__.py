"""How fast is Kawan, and how much memory does it take?"""
