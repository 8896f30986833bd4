/// The forms of a prepared data set's file; the raw value stands in its metadata.
package enum DatasetFormat: String, CaseIterable, Sendable {
    /// X [n, d] float.
    case vector = "ignd-dataset-1"
    /// row_offsets [n + 1] int64, column_indices [entries] uint32, values [entries] float; metadata "columns".
    case sparse = "ignd-sparse-dataset-1"
    /// pictures [n, channels, height, width] uint8, channel_mean and channel_scale [channels] float32.
    case picture = "ignd-picture-dataset-1"
    /// token_offsets [n + 1] int64, tokens [total] uint32; metadata "vocabulary".
    case token = "ignd-token-dataset-1"
}
