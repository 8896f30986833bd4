/// A script that damages files as disks, crashes and people do.
package enum FileEdits {
    package static func apply(_ script: inout InputBytes, to files: inout [[UInt8]]) {
        var steps = 0
        while !script.isEmpty, steps < 12, !files.isEmpty {
            let index = script.byte() % files.count
            step(script.byte() % 10, &script, file: &files[index])
            steps += 1
        }
    }

    private static func step(_ kind: Int, _ script: inout InputBytes, file: inout [UInt8]) {
        let position = file.isEmpty ? 0 : script.word() % file.count
        let length = min(script.byte() * 2, file.count - position)
        let range = position..<(position + length)
        switch kind {
        case 0: file = []
        case 1: file.removeSubrange(position...)
        case 2: file.removeSubrange(range)
        case 3: file.insert(contentsOf: Array(file[range]), at: position)
        case 4: file.append(contentsOf: Array(file[range]))
        case 5: file.replaceSubrange(range, with: repeatElement(0, count: length))
        case 6: file.insert(contentsOf: script.take(script.byte() % 32), at: position)
        case 7:
            for (offset, byte) in script.take(4).enumerated() where position + offset < file.count {
                file[position + offset] = byte
            }
        default: if !file.isEmpty { file[position] ^= UInt8(truncatingIfNeeded: max(length, 1)) }
        }
    }
}
