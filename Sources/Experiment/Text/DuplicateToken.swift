/// Two tokens have the same bytes: that of `rank` and an earlier one.
struct DuplicateToken: Error {
    let rank: Int
}
