/// The Python literal at the head of an array: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }.
struct NumpyHeader {
    let type: String
    let isFortranOrder: Bool
    let shape: [Int]

    /// Nil if `text` is not such a literal with exactly these three keys.
    init?(_ text: String) {
        var rest = Substring(text.filter { $0 != " " && $0 != "\n" })
        var (type, order, shape) = (String?.none, Bool?.none, [Int]?.none)
        guard NumpyHeader.take("{", &rest) else { return nil }
        while !NumpyHeader.take("}", &rest) {
            if type == nil, NumpyHeader.take("'descr':'", &rest) {
                type = NumpyHeader.upTo("'", &rest)
            } else if order == nil, NumpyHeader.take("'fortran_order':", &rest) {
                order = NumpyHeader.boolean(&rest)
            } else if shape == nil, NumpyHeader.take("'shape':(", &rest) {
                shape = NumpyHeader.upTo(")", &rest).flatMap(NumpyHeader.extents)
            } else {
                return nil
            }
            guard NumpyHeader.take(",", &rest) || rest.first == "}" else { return nil }
        }
        guard let type, let order, let shape, rest.isEmpty else { return nil }
        self.type = type
        isFortranOrder = order
        self.shape = shape
    }

    private static func take(_ prefix: String, _ rest: inout Substring) -> Bool {
        guard rest.hasPrefix(prefix) else { return false }
        rest = rest.dropFirst(prefix.count)
        return true
    }

    /// What stands before `mark`, which is taken too.
    private static func upTo(_ mark: Character, _ rest: inout Substring) -> String? {
        guard let end = rest.firstIndex(of: mark) else { return nil }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
    }

    private static func boolean(_ rest: inout Substring) -> Bool? {
        if take("True", &rest) { return true }
        return take("False", &rest) ? false : nil
    }

    /// "3,4", "3," or nothing.
    private static func extents(_ text: String) -> [Int]? {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        let extents = parts.compactMap { Int($0) }
        return extents.count == parts.count && extents.allSatisfy { $0 >= 0 } ? extents : nil
    }
}
