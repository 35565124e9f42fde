"""Reads JUnit XML with junitparser where it is installed, else with Python's own XML parser, and prints what it found."""

import json
import sys


def with_junitparser(path):
    from junitparser import Failure, JUnitXml, Skipped

    cases = [case for suite in JUnitXml.fromfile(path) for case in suite]
    return {
        "parser": "junitparser",
        "cases": [case.name for case in cases],
        "failures": sum(isinstance(one, Failure) for case in cases for one in case.result),
        "skipped": sum(isinstance(one, Skipped) for case in cases for one in case.result),
    }


def with_element_tree(path):
    from xml.etree import ElementTree

    root = ElementTree.parse(path).getroot()
    cases = list(root.iter("testcase"))
    return {
        "parser": "xml.etree",
        "cases": [case.get("name") for case in cases],
        "failures": len(list(root.iter("failure"))),
        "skipped": len(list(root.iter("skipped"))),
    }


try:
    found = with_junitparser(sys.argv[1])
except ImportError:
    found = with_element_tree(sys.argv[1])
print(json.dumps(found))
