package org.shomar.aggregator.tally;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;

import java.io.IOException;

/// How one type travels between members.
///
/// @param typeId positive, the same in every member
record Streamed<T>(Class<T> type, int typeId, Writer<T> writer, Reader<T> reader)
        implements StreamSerializer<T> {
    @FunctionalInterface
    interface Writer<T> {
        void write(T value, ObjectDataOutput out) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        T read(ObjectDataInput in) throws IOException;
    }

    @Override
    public int getTypeId() {
        return typeId;
    }

    @Override
    public void write(ObjectDataOutput out, T value) throws IOException {
        writer.write(value, out);
    }

    @Override
    public T read(ObjectDataInput in) throws IOException {
        return reader.read(in);
    }
}
