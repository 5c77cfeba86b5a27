"""A package of QTI 2.1: a zip with a manifest, an item for each question, a test for each lecture, and the pictures.

QTI knows no second language in an item, so each language has a package of its own.
"""

import io
import zipfile
from xml.etree import ElementTree as ET

from book.words import LANGUAGES

from course_nn.notebook.exercises import LETTERS
from questions.entries import category
from questions.markup import markup

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WHERE = {QTI: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd", CP: f"{CP}.xsd"}  # their schemas
MEASURED = "MEASURED"  # the reply to every number
A_DAY = (2020, 1, 1, 0, 0, 0)  # the same files make the same zip
ET.register_namespace("xsi", XSI)
ET.register_namespace("m", "http://www.w3.org/1998/Math/MathML")


def package(lectures, key):
    """The bytes of a zip.

    lectures : {section: Entries};  key : "en" or "zh"
    """
    language, files = LANGUAGES[key], {}
    for section, entries in lectures.items():
        files[f"test_{section}.xml"] = document(test(section, entries, language))
        files |= {f"{entry.key}.xml": document(item(entry, language)) for entry in entries}
    pictures = {picture_path(image): image.data for image in images(lectures, key)}
    files = {"imsmanifest.xml": document(manifest(lectures, key))} | files | pictures
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in files.items():
            folder.writestr(zipfile.ZipInfo(name, A_DAY), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def images(lectures, key):
    return [entry.images[key] for entries in lectures.values() for entry in entries if key in entry.images]


def picture_path(image):
    return f"pictures/{image.name}"


def document(element):
    """The bytes of an XML file, its namespace the default one."""
    return ET.tostring(element, "utf-8", xml_declaration=True)


def opened(name, space, **attributes):
    """A root element of a namespace, which says where its schema is."""
    root = ET.Element(name, {"xmlns": space} | attributes)
    root.set(f"{{{XSI}}}schemaLocation", f"{space} {WHERE[space]}")
    return root


# ---- an item ---------------------------------------------------------------------------------------------


def item(entry, language):
    """One question: the order of its parts is the one that the standard asks for."""
    title = f"{entry.key}: {language.of(entry.title)}"
    root = opened("assessmentItem", QTI, identifier=entry.key, title=title, adaptive="false", timeDependent="false")
    root.set(LANG, language.tag)
    letters = {} if entry.number else dict(zip(entry.question.options, LETTERS))
    response = ET.SubElement(root, "responseDeclaration", identifier="RESPONSE", cardinality="single")
    response.set("baseType", "float" if entry.number else "identifier")
    right = f"{entry.number.value:g}" if entry.number else letters[entry.right]
    ET.SubElement(ET.SubElement(response, "correctResponse"), "value").text = right
    for name, kind in (("SCORE", "float"), ("FEEDBACK", "identifier")):
        ET.SubElement(root, "outcomeDeclaration", identifier=name, cardinality="single", baseType=kind)
    root.append(body(entry, letters, language))
    root.append(processing(entry.number))
    replies = {letter: [entry.question.because[key]] for key, letter in letters.items()}
    if entry.number:
        replies = {MEASURED: [entry.number.says(), entry.question.because[entry.right]]}
    for name, words in replies.items():
        said = ET.SubElement(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")
        said.extend(element("p", markup(language.of(one))) for one in words)
        said.append(element("p", language.of(entry.look)))
    return root


def body(entry, letters, language):
    """What is to be read first, the picture, if there is one, the question and its options, in the course's order."""
    shown = ET.Element("itemBody")
    if said := language.of(entry.first):
        shown.append(element("div", said))
    if image := entry.images.get(language.key):
        ET.SubElement(ET.SubElement(shown, "p"), "img", src=picture_path(image), alt=image.alt)
    if entry.number:
        asks = [markup(language.of(words)) for words in (entry.question.ask, entry.number.asks())]
        shown.extend(element("p", said) for said in asks)
        ET.SubElement(ET.SubElement(shown, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
        return shown
    if note := language.of(entry.note):
        shown.append(element("p", markup(note)))
    choice = ET.SubElement(shown, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1")
    choice.append(element("prompt", markup(language.of(entry.question.ask))))
    for key, letter in letters.items():
        option = element("simpleChoice", markup(language.of(entry.question.options[key])))
        option.set("identifier", letter)
        choice.append(option)
    return shown


def processing(number=None):
    """The right option, or a number near enough, is worth 1, any other 0; each option has its own feedback, and every
    number the same."""
    root = ET.Element("responseProcessing")
    condition = ET.SubElement(root, "responseCondition")
    right, wrong = ET.SubElement(condition, "responseIf"), ET.SubElement(condition, "responseElse")
    match = ET.SubElement(right, "equal" if number else "match")
    if number:
        match.attrib |= {"toleranceMode": "absolute", "tolerance": f"{number.below:g} {number.above:g}"}
    ET.SubElement(match, "variable", identifier="RESPONSE")
    ET.SubElement(match, "correct", identifier="RESPONSE")
    for branch, score in ((right, "1"), (wrong, "0")):
        outcome = ET.SubElement(branch, "setOutcomeValue", identifier="SCORE")
        ET.SubElement(outcome, "baseValue", baseType="float").text = score
    feedback = ET.SubElement(root, "setOutcomeValue", identifier="FEEDBACK")
    if number:
        ET.SubElement(feedback, "baseValue", baseType="identifier").text = MEASURED
    else:
        ET.SubElement(feedback, "variable", identifier="RESPONSE")
    return root


def element(name, html):
    """An element of that name that holds this HTML."""
    return ET.fromstring(f"<{name}>{html}</{name}>")


# ---- a test, and the list of all files -------------------------------------------------------------------


def test(section, entries, language):
    """The questions of a lecture, one after the other, each with one try."""
    root = opened("assessmentTest", QTI, identifier=f"test_{section}", title=language.of(category(section)))
    part = ET.SubElement(root, "testPart", identifier="part", navigationMode="linear", submissionMode="individual")
    ET.SubElement(part, "itemSessionControl", maxAttempts="1", showFeedback="true")
    title = language.of(category(section))
    inside = ET.SubElement(part, "assessmentSection", identifier=section, title=title, visible="true")
    for entry in entries:
        ET.SubElement(inside, "assessmentItemRef", identifier=f"ref_{entry.key}", href=f"{entry.key}.xml")
    return root


def manifest(lectures, key):
    """Which files there are, and which of them need which."""
    root = opened("manifest", CP, identifier="course_nn")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    for section, entries in lectures.items():
        resource(resources, f"test_{section}", "test", needs=[entry.key for entry in entries])
        for entry in entries:
            resource(resources, entry.key, "item", files=[picture_path(i) for k, i in entry.images.items() if k == key])
    return root


def resource(resources, name, kind, files=(), needs=()):
    """One test or item, the pictures that belong to it, and the items that it needs."""
    one = ET.SubElement(resources, "resource", identifier=f"res_{name}", type=f"imsqti_{kind}_xmlv2p1")
    one.set("href", f"{name}.xml")
    for path in (f"{name}.xml", *files):
        ET.SubElement(one, "file", href=path)
    for other in needs:
        ET.SubElement(one, "dependency", identifierref=f"res_{other}")
