/// One file of a journal: some records in order, of which `first` is the first. Its name tells that number.
package struct JournalSegment: Equatable {
    package let first: UInt64
    package let path: String
    package let byteCount: Int

    package init(first: UInt64, path: String, byteCount: Int) {
        self.first = first
        self.path = path
        self.byteCount = byteCount
    }
}
