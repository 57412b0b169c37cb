"""The commands of `kawan`: each is a few lines over the nouns' services."""
