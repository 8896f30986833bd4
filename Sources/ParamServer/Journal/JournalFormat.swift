import CKernels
import Core
import Protocol

/// The layout of the journal, byte by byte: see the wire specification, section "The journal".
///
/// A file is 16 bytes of preamble, then records. A record is 24 bytes — length of the rest, CRC-32C of the rest of
/// the record behind it, sequence, header length, payload length — then header and payload, each padded to 8 bytes.
package enum JournalFormat {
    package static let preamble: [UInt8] = Array("IGNDJRNL".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]
    /// Of a segment that was begun in an older one's file: behind its end may stand what that one held, records with
    /// smaller numbers. Far enough from the other that no single damage makes one of them the other.
    package static let reusedPreamble: [UInt8] = Array("IGNDJRNL".utf8) + [1, 0, 0, 0] + Array("OVER".utf8)
    package static let recordHeaderBytes = 24

    package static func padded(_ count: Int) -> Int { (count + 7) & ~7 }

    package static func size(header: Int, payload: Int) -> Int {
        recordHeaderBytes + padded(header) + padded(payload)
    }

    /// The first part of a record: its 24 bytes, the header and the padding before the payload.
    package static func front(sequence: UInt64, header: [UInt8], payload: Payload) -> Payload {
        Payload(count: recordHeaderBytes + padded(header.count)) { buffer in
            let rest = size(header: header.count, payload: payload.count) - 8
            buffer.storeBytes(of: UInt32(rest).littleEndian, toByteOffset: 0, as: UInt32.self)
            buffer.storeBytes(of: sequence.littleEndian, toByteOffset: 8, as: UInt64.self)
            buffer.storeBytes(of: UInt32(header.count).littleEndian, toByteOffset: 16, as: UInt32.self)
            buffer.storeBytes(of: UInt32(payload.count).littleEndian, toByteOffset: 20, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: buffer[recordHeaderBytes...]).copyBytes(from: header)
            let sum = checksum(UnsafeRawBufferPointer(rebasing: buffer[8...]), payload)
            buffer.storeBytes(of: sum.littleEndian, toByteOffset: 4, as: UInt32.self)
        }
    }

    private static func checksum(_ front: UnsafeRawBufferPointer, _ payload: Payload) -> UInt32 {
        let sum = ignd_crc32c(0, front.baseAddress, front.count)
        return ignd_crc32c(
            ignd_crc32c(sum, payload.bytes.baseAddress, payload.count), padding,
            padded(payload.count) - payload.count)
    }

    package static let padding = [UInt8](repeating: 0, count: 8)

    package struct Entry {
        package let sequence: UInt64
        package let header: UnsafeRawBufferPointer
        package let payload: UnsafeRawBufferPointer
        package let end: Int
    }

    /// Whether record `sequence` was begun at `offset`, whole or not.
    package static func isBegun(_ sequence: UInt64, in file: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        guard offset + 16 <= file.count else { return false }
        return UInt64(littleEndian: file.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            == sequence
    }

    /// The record at `offset`, or nil if there is none that is whole.
    package static func entry(in file: UnsafeRawBufferPointer, at offset: Int) -> Entry? {
        guard offset + recordHeaderBytes <= file.count else { return nil }
        func word(_ position: Int) -> Int {
            Int(UInt32(littleEndian: file.loadUnaligned(fromByteOffset: offset + position, as: UInt32.self)))
        }
        let (header, payload) = (word(16), word(20))
        let size = size(header: header, payload: payload)
        guard word(0) == size - 8, offset + size <= file.count else { return nil }
        let sum = ignd_crc32c(0, file.baseAddress! + offset + 8, size - 8)
        guard Int(sum) == word(4) else { return nil }
        let start = offset + recordHeaderBytes
        let payloadStart = start + padded(header)
        return Entry(
            sequence: UInt64(
                littleEndian: file.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)),
            header: UnsafeRawBufferPointer(rebasing: file[start..<(start + header)]),
            payload: UnsafeRawBufferPointer(rebasing: file[payloadStart..<(payloadStart + payload)]),
            end: offset + size)
    }

    /// The sequences of the whole records at or behind `start` that come after `sequence`, wherever they begin: what
    /// lies behind damage. At most `limit` of them.
    package static func sequences(
        in file: UnsafeRawBufferPointer, from start: Int, after sequence: UInt64, limit: Int = .max
    ) -> [UInt64] {
        var found: [UInt64] = []
        var position = max(padded(start), preamble.count)
        while found.count < limit, position + recordHeaderBytes <= file.count {
            guard let entry = entry(in: file, at: position) else {
                position += 8
                continue
            }
            if entry.sequence > sequence { found.append(entry.sequence) }
            position = entry.end
        }
        return found
    }
}
