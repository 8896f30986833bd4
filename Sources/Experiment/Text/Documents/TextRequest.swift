/// Where texts with two classes come from, and how they are split.
package struct TextRequest: Hashable, Sendable {
    /// A folder with a folder of .txt files a class (perhaps below folders train, validation and test), a file of JSON
    /// objects, one a line (.jsonl, .ndjson, .json), or a table (any other name).
    package var source: String
    /// A file of its own for the test; `source` then gives the others.
    package var testSource: String?
    /// Keys of the objects, or columns of the table.
    package var textName: String
    package var labelName: String
    /// Shares of the texts; what is left is for the test. Parts that have a source of their own take none.
    package var training: Double
    package var validation: Double
    package var seed: UInt64

    package init(
        source: String, testSource: String? = nil, textName: String = "text", labelName: String = "label",
        training: Double = 0.8, validation: Double = 0.1, seed: UInt64 = 0
    ) {
        self.source = source
        self.testSource = testSource
        self.textName = textName
        self.labelName = labelName
        self.training = training
        self.validation = validation
        self.seed = seed
    }
}
