"""`imsmanifest.xml`: what an LMS reads of a package, and the files in it."""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

NAME = "imsmanifest.xml"
IMS = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def manifest(identifier: str, title: str, start: str, files: Iterable[str]) -> str:
    """Return the manifest of a package with one SCO.

    Parameters
    ----------
    identifier : str
        By which an LMS knows the package: letters, digits, hyphens.
    title : str
        What learners see.
    start : str
        The page that the LMS opens.
    files : iterable of str
        All files, by their names in the package.

    Examples
    --------
    >>> "adlcp:scormtype" in manifest("course", "Course", "a.html", ["a.html"])
    True
    """
    root = Element("manifest", {"identifier": identifier, "version": "1.0",
                                "xmlns": IMS, "xmlns:adlcp": ADL})  # fmt: skip
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "ADL SCORM"
    SubElement(metadata, "schemaversion").text = "1.2"
    whole = SubElement(root, "organizations", default="organization")
    one = SubElement(whole, "organization", identifier="organization")
    SubElement(one, "title").text = title
    item = SubElement(one, "item", identifier="item", identifierref="book")
    SubElement(item, "title").text = title
    sco = {"identifier": "book", "type": "webcontent", "adlcp:scormtype": "sco"}
    resource = SubElement(SubElement(root, "resources"), "resource", sco, href=start)
    for name in files:
        SubElement(resource, "file", href=name)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
