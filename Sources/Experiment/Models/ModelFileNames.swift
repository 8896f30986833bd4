/// Names of model files: the group's name in characters that every file system and shell can do with.
package enum ModelFileNames {
    private static let longest = 100
    static let suffix = ".safetensors"

    /// One name a group, all different even where case does not count.
    package static func names(of groups: [String]) -> [String] {
        var taken: Set<String> = []
        return groups.map { group in
            let stem = stem(of: group)
            var (name, number) = (stem, 1)
            while !taken.insert(name.lowercased()).inserted {
                number += 1
                name = "\(stem)-\(number)"
            }
            return name + suffix
        }
    }

    private static func stem(of group: String) -> String {
        let characters = group.prefix(longest).map { character -> Character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            return isPlain || "._=+-".contains(character) ? character : "-"
        }
        let stem = String(characters)
        return stem.isEmpty || stem.hasPrefix(".") || stem.hasPrefix("-") ? "model" + stem : stem
    }
}
