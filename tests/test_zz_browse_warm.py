def test_warm(book): print(book)
