/// Which numbers of a session stand in the journal: the highest, and which of those shortly before it.
package struct CommittedNumbers: Equatable {
    package private(set) var highest: UInt64
    /// Bit i stands for the number `highest` − i.
    package private(set) var recent: UInt64

    /// A worker still waits for the answer to a number this far below its newest one, and to none before.
    package static let window: UInt64 = 64

    package init(highest: UInt64 = 0, recent: UInt64 = 0) {
        self.highest = highest
        self.recent = recent
    }

    package mutating func insert(_ number: UInt64) {
        if number > highest {
            let distance = number - highest
            recent = distance < CommittedNumbers.window ? recent << distance : 0
            highest = number
        }
        let age = highest - number
        if age < CommittedNumbers.window { recent |= 1 << age }
    }

    package func contains(_ number: UInt64) -> Bool {
        if number > highest { return false }
        let age = highest - number
        return age >= CommittedNumbers.window || recent >> age & 1 == 1
    }
}
