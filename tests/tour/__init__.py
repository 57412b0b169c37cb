"""The whole of Kawan as its people use it: bot and console as processes of their own, seen through a browser."""
