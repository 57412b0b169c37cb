"""Do the tests notice small changes of the code? Run by `make mutants`: mutmut, on a copy of the tree, never on the tree."""
