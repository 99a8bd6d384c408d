package org.shomar.aggregator;

import org.junit.jupiter.api.Test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test that brings about the faults of these alerts of `grafana/alerts.yaml`. Its
/// [AlertWatch] fails when it does not see all of them fire, and [AlertsTest] when an alert
/// stands in no test.
@Test
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Fires {
    String[] value();
}
