import Foundation

/// Files beside the tests, which the programs next to them made.
enum GoldenFile {
    static func path(_ name: String) -> String {
        Bundle.module.bundlePath + "/Golden/" + name
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Foundation.Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Foundation.Data(try bytes(name)))
    }
}
