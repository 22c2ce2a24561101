"""Run with: PYTHONPATH=src python3 -m unittest discover tests"""

import unittest

from main import greeting, names


class Main(unittest.TestCase):
    def test_it_greets_by_name(self) -> None:
        self.assertEqual(greeting({"NAME": "Ann"}), "Hello, Ann")
        self.assertEqual(greeting({}), "Hello, world")

    def test_it_prints_no_value(self) -> None:
        self.assertEqual(names({"SECRET_KEY": "s3cret", "A": "1"}), ["A", "SECRET_KEY"])
