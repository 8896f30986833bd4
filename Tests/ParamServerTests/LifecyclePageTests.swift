import Foundation
import Testing

/// docs/lifecycle.md names a deadline and a test for every wait: they must be there.
@Suite struct LifecyclePageTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    private static func text(below directory: String) throws -> String {
        let files = try #require(FileManager.default.enumerator(atPath: root + "/" + directory))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: "\(root)/\(directory)/\($0)", encoding: .utf8) }.joined()
    }

    /// Cells of the rows that are numbered.
    private static func rows() throws -> [[String]] {
        let page = try String(contentsOfFile: root + "/docs/lifecycle.md", encoding: .utf8)
        return page.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { $0.count > 2 && Int($0[1]) != nil }
    }

    private static func quoted(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test func everyRowIsWhole() throws {
        let rows = try LifecyclePageTests.rows()
        #expect(rows.count >= 25)
        #expect(rows.compactMap { Int($0[1]) } == Array(1...rows.count))
        for row in rows {
            #expect(row.count == 8, "number, wait, deadline, what follows, code, test: \(row)")
            #expect(row.dropFirst().dropLast().allSatisfy { !$0.isEmpty }, "\(row)")
        }
    }

    @Test func theTestsThatItNamesAreThere() throws {
        let tests = try LifecyclePageTests.text(below: "Tests")
        for row in try LifecyclePageTests.rows() where row[6] != "–" {
            let names = LifecyclePageTests.quoted(row[6])
            #expect(!names.isEmpty, "\(row)")
            for name in names { #expect(tests.contains("func \(name)("), "row \(row[1]): \(name)") }
        }
    }

    /// An option as `--lost-timeout`, or a constant of the sources.
    @Test func theDeadlinesThatItNamesAreThere() throws {
        let sources = try LifecyclePageTests.text(below: "Sources")
        for row in try LifecyclePageTests.rows() {
            for name in LifecyclePageTests.quoted(row[3]) {
                let parts = name.drop { $0 == "-" }.split(separator: "-")
                let identifier = (parts.first ?? "") + parts.dropFirst().map(\.capitalized).joined()
                #expect(sources.contains("\(identifier)"), "row \(row[1]): \(name)")
            }
        }
    }
}
