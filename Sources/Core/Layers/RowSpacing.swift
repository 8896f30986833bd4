/// Elements from block to block and from row to row within a block.
struct RowSpacing {
    var block: Int
    var row: Int
}
