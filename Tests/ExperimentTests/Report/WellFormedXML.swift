import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What an XML parser of another hand makes of a text.
final class WellFormedXML: NSObject, XMLParserDelegate {
    private(set) var isWellFormed = false
    /// The names of all elements, in order.
    private(set) var elements: [String] = []
    private(set) var content = ""

    init(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        elements.append(elementName)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { content += string }
}
